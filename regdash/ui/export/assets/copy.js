// A button that puts a picture on the clipboard.
const WORDS = { ready: "Copy picture", done: "Copied", failed: "Could not copy" };
const SHOWN = 2000; // milliseconds for which the button says what happened

export default function copyPicture({ data, parentElement }) {
  const button = parentElement.querySelector("button");
  const allowed = Boolean(navigator.clipboard?.write && window.ClipboardItem);
  button.disabled = !allowed;
  button.title = allowed
    ? "Paste it into a slide or a chat"
    : "Browsers allow copying only on this machine or over https. Save the picture instead.";
  button.onclick = async () => {
    say("done", await copy(data.picture).then(() => true, () => false));
  };

  function say(done, succeeded) {
    const label = button.querySelector("span");
    label.textContent = succeeded ? WORDS[done] : WORDS.failed;
    clearTimeout(button.timer);
    button.timer = setTimeout(() => (label.textContent = WORDS.ready), SHOWN);
  }
}

// The picture is decoded before writing: browsers allow only few moments between press and write.
async function copy(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const blob = new Blob([bytes], { type: "image/png" });
  await navigator.clipboard.write([new ClipboardItem({ [blob.type]: blob })]);
}
