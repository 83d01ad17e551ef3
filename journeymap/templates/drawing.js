// The details of a touchpoint open when a link leads to them; Escape puts away what is shown over the picture.
function open() {
  const there = document.getElementById(location.hash.slice(1));
  const details = there && there.closest("details");
  if (details) { details.open = true; there.focus(); }
}
addEventListener("hashchange", open);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.body.classList.add("quiet");
});
for (const kind of ["focusin", "pointerover"]) {
  addEventListener(kind, (event) => {
    if (event.target.closest && event.target.closest(".spots a")) document.body.classList.remove("quiet");
  });
}
open();
