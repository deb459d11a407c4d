const field = document.querySelector("#find"), told = document.querySelector("#told");
const rows = [...document.querySelectorAll("tbody tr")];
function find() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    row.hidden = !words.every(word => row.dataset.words.includes(word));
    shown += !row.hidden;
  }
  told.textContent = `${shown} of ${rows.length} shown`;
}
field.addEventListener("input", find);
field.closest("form").addEventListener("submit", event => event.preventDefault());
field.closest("form").hidden = false;
find();
