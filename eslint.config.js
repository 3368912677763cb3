import js from "@eslint/js";
import globals from "globals";

const RULES = {
  ...js.configs.recommended.rules,
  "array-callback-return": "error",
  complexity: ["error", 20],
  curly: ["error", "multi-line"],
  eqeqeq: ["error", "always", { null: "ignore" }],
  "max-lines": ["error", 300],
  "max-lines-per-function": ["error", 60],
  "no-implicit-coercion": "error",
  "no-param-reassign": "off",
  "no-shadow": "error",
  "no-unused-expressions": ["error", { allowShortCircuit: true }],
  "no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
  "no-use-before-define": ["error", { functions: false, classes: false }],
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "prefer-template": "error",
};

export default [
  { ignores: ["**/node_modules/", "build/", "dist/", ".venv/"] },
  {
    files: ["regdash/**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.browser },
    rules: RULES,
  },
  {
    files: ["benchmarks/**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "script", globals: globals.browser },
    rules: RULES,
  },
  {
    files: ["eslint.config.js", "tests/**/*.js"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module", globals: globals.node },
    rules: RULES,
  },
];
