// Appended to what wasm-bindgen writes: loads the module, whose hashed name the build puts in, and wakes each island,
// the outer ones first.
// Without a top-level await, or the module would wait for itself.
import(import.meta.url).then(async duenotice => {
  await __wbg_init({ module_or_path: new URL("app_bg.wasm", import.meta.url) });
  duenotice.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) {
    // An island among another one's children belongs to that one's owner.
    island.closest("leptos-children")?.$$on_hydrate?.();
    await duenotice[island.dataset.component]?.(island);
  }
});
