"use strict";

// A small registry: `behavior("disclosure", mount)` runs once on every element with data-behavior="disclosure",
// those on the page now and those htmx brings later. The files of this folder are joined: see `BUNDLES` in
// `tracker/foundation/assets.py`.
const behavior = (() => {
  const known = new Map();
  const mounted = new WeakMap();

  const mountOne = (element) => {
    const done = mounted.get(element) ?? new Set();
    mounted.set(element, done);
    for (const name of element.dataset.behavior.split(" ")) {
      if (known.has(name) && !done.has(name)) {
        done.add(name);
        known.get(name)(element);
      }
    }
  };

  const mountAll = (root) => {
    if (root.matches?.("[data-behavior]")) mountOne(root);
    root.querySelectorAll?.("[data-behavior]").forEach(mountOne);
  };

  document.documentElement.classList.add("js");
  document.addEventListener("DOMContentLoaded", () => mountAll(document.body));
  window.htmx?.onLoad(mountAll);

  return (name, mount) => known.set(name, mount);
})();
