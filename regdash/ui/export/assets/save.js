// A button that lets the server write a file, and saves it.
const saved = new Set(); // addresses: each file is saved once, however often the button is drawn

export default function saveFile({ data, parentElement, setTriggerValue }) {
  const button = parentElement.querySelector("button");
  const label = button.querySelector("span");
  const problem = parentElement.querySelector("p");
  const isAnswer = button.dataset.number !== String(data.number);
  const isFirst = button.dataset.number === undefined;
  button.dataset.number = data.number;
  button.classList.toggle("rd-primary", data.primary);
  button.disabled = data.disabled;
  button.title = data.help;
  setBusy(!isAnswer && button.ariaBusy === "true");
  if (isAnswer && !isFirst) problem.textContent = data.problem;
  if (data.address && !saved.has(data.address)) {
    saved.add(data.address);
    save(data.address, data.name);
  }
  button.onclick = () => {
    if (button.ariaBusy === "true") return;
    setBusy(true);
    problem.textContent = "";
    setTriggerValue("pressed", true);
  };

  // Not disabled meanwhile: a disabled button would lose the focus.
  function setBusy(busy) {
    button.ariaBusy = String(busy);
    label.textContent = busy ? data.busy : data.label;
  }
}

function save(address, name) {
  const link = document.createElement("a");
  link.href = location.origin + address;
  link.download = name;
  link.click();
}
