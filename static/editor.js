/* Before the editor starts: its words in the reader's language. When it is there: the names of its field and buttons. */
{
  const words = JSON.parse(document.getElementById("editor-words").textContent);
  Object.assign(django.catalog, words);
  document.addEventListener("prose-editor:ready", ({ detail: { editor, textarea } }) => {
    editor.view.dom.setAttribute("aria-label", textarea.getAttribute("aria-label"));
    editor.on("create", () => {
      for (const button of textarea.parentElement.querySelectorAll("[title]")) button.title = words[button.title] ?? button.title;
    });
  });
}
