// A table that is wider than the page scrolls; make it reachable for those who scroll with the keyboard.
const reach = () => {
  for (const wrap of document.querySelectorAll(".md-typeset__scrollwrap")) {
    if (wrap.scrollWidth > wrap.clientWidth) wrap.tabIndex = 0
  }
}
new MutationObserver(reach).observe(document.body, { childList: true, subtree: true })
addEventListener("resize", reach)
