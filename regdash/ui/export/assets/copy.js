// A button that puts a picture or a text on the clipboard.
const DONE = "Copied";
const FAILED = "Could not copy";
const SHOWN = 2000; // milliseconds for which the button says what happened

export default function copyContent({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const label = button.querySelector("span");
  const isText = data.text !== undefined;
  const allowed = isText || Boolean(navigator.clipboard?.write && window.ClipboardItem);
  button.disabled = !allowed;
  if (!isText) {
    button.title = allowed
      ? "Paste it into a slide or a chat"
      : "Browsers allow copying only on this machine or over https. Save the picture instead.";
  }
  if (!button.timer) label.textContent = data.label;
  button.onclick = async () => {
    const copied = isText ? copyText(data.text, parentElement) : copyPicture(data.picture);
    say(await copied.then(() => DONE, () => FAILED));
  };

  function say(words) {
    label.textContent = words;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => {
      button.timer = 0;
      label.textContent = data.label;
    }, SHOWN);
  }
}

// The picture is decoded before writing: browsers allow only few moments between press and write.
async function copyPicture(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const blob = new Blob([bytes], { type: "image/png" });
  await navigator.clipboard.write([new ClipboardItem({ [blob.type]: blob })]);
}

// Over http, browsers have a clipboard only on this machine; the older way works everywhere. The field
// is next to the button, because a dialog does not let the focus leave.
async function copyText(text, parentElement) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const before = document.activeElement;
  const field = Object.assign(document.createElement("textarea"), { value: text, readOnly: true });
  field.style.position = "fixed";
  field.style.opacity = "0";
  parentElement.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  before?.focus();
  if (!copied) throw new Error(FAILED);
}
