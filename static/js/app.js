"use strict";

// `behavior("disclosure", mount)` calls `mount` once for every element with data-behavior="disclosure", whether it is
// on the page now or htmx inserts it later. The files of this folder are joined into bundles: see `BUNDLES` in
// `tracker/foundation/assets.py`.
const behavior = (() => {
  const mounts = new Map(); // name → mount function
  const mounted = new WeakMap(); // element → names already mounted on it

  const mountElement = (element) => {
    const done = mounted.get(element) ?? new Set();
    mounted.set(element, done);
    for (const name of element.dataset.behavior.split(" ")) {
      if (mounts.has(name) && !done.has(name)) {
        done.add(name);
        mounts.get(name)(element);
      }
    }
  };

  const mountTree = (root) => {
    if (root.matches?.("[data-behavior]")) mountElement(root);
    root.querySelectorAll?.("[data-behavior]").forEach(mountElement);
  };

  document.documentElement.classList.add("js");
  document.addEventListener("DOMContentLoaded", () => mountTree(document.body));
  window.htmx?.onLoad(mountTree);

  return (name, mount) => mounts.set(name, mount);
})();
