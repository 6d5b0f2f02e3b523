// The only script of the public pages, and none of them needs it: it ticks what is left, and it sends forms without
// leaving the page, so that a line that drops takes away nothing that was written.
"use strict";
const minute = 6e4, hour = 36e5, day = 864e5;
const megabyte = 1 << 20;
let opened;
const unit = (n, name) =>
  new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: name, unitDisplay: "long" }).format(n);

function words(left) {
  const [big, small, size, unitSize] = left >= day ? ["day", "hour", day, hour]
    : left >= hour ? ["hour", "minute", hour, minute] : ["minute", "second", minute, 1e3];
  const first = Math.floor(left / size), second = Math.floor(left % size / unitSize);
  return second && !(size === minute && first >= 10) ? unit(first, big) + " " + unit(second, small) : unit(first, big);
}

// The server's clock decides; ours only counts on from what it said.
function tick(el, live, before) {
  const left = el.dataset.instant - el.dataset.now - (Date.now() - opened);
  if (!el.isConnected) return;
  // Only the server knows what holds after that: whoever was late, and what was decided.
  if (left <= 0) return el.textContent = live.textContent = el.dataset.over || el.textContent;
  el.textContent = (el.dataset.left || "{}").replace("{}", words(left));
  el.className = left < 4 * hour ? "due due--urgent" : left < day ? "due due--soon" : "due";
  if ([day, 4 * hour, hour, 15 * minute].some(mark => before > mark && left <= mark)) live.textContent = el.textContent;
  setTimeout(tick, left % (left < 10 * minute ? 1e3 : minute) + 1, el, live, left);
}

// The page stays until an answer has come. What is sent again carries the same number, so the desk counts it once.
function send(form, event) {
  event.preventDefault();
  if (form.dataset.sending) return;
  const button = event.submitter, data = new FormData(form, button);
  const files = [...data.values()].filter(value => value.size);
  const large = files.find(file => file.size > 25 * megabyte);
  const sum = files.reduce((all, file) => all + file.size, 0);
  const bar = document.createElement("progress"), say = document.createElement("p"), request = new XMLHttpRequest();
  let silence;
  form.querySelector(".upload")?.remove();
  bar.max = 100;
  say.className = "upload";
  say.setAttribute("role", "status");
  (button?.parentNode || form).append(say);
  const stop = said => {
    clearTimeout(silence);
    delete form.dataset.sending;
    say.textContent = said;
  };
  if (large || sum > 100 * megabyte) {
    const names = large ? large.name : files.map(file => file.name).join(", ");
    return stop((form.dataset.large || "{}: > 25 MB").replace("{}", names));
  }
  // A line can also fall silent without a word.
  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(() => request.abort(), minute);
  };
  form.dataset.sending = "yes";
  say.append(bar);
  request.upload.onprogress = e => {
    listen();
    if (e.lengthComputable) bar.value = e.loaded * 100 / e.total;
  };
  request.onerror = request.onabort = () => stop(form.dataset.failed);
  request.onload = () => arrived(form, request, stop);
  request.open("POST", button?.getAttribute("formaction") || form.getAttribute("action"));
  request.send(form.enctype === "multipart/form-data" ? data : new URLSearchParams(data));
  listen();
}

function arrived(form, request, stop) {
  if (request.status < 400) {
    stop("");
    // A redirect's place on the page is not told to scripts, so the form knows it.
    const to = new URL(request.responseURL), same = to.pathname + to.search === location.pathname + location.search;
    to.hash = form.dataset.then || "";
    if (!same) return location.assign(to);
    history.replaceState(null, "", to);
    return location.reload();
  }
  const page = new DOMParser().parseFromString(request.response, "text/html");
  // A page that says what is wrong with the form brings the form back, filled. Any other one would take it away.
  if (!page.querySelector("form[data-progress]")) {
    const said = page.querySelectorAll(".errors__list li, main > h1, main > h1 + p");
    return stop([...said].map(one => one.textContent.trim()).join(" – ") || form.dataset.failed);
  }
  document.title = page.title;
  document.body.replaceWith(page.body);
  start();
  document.querySelector(".errors, h1")?.focus();
  scrollTo(0, 0);
}

// What is written in an answer is kept by the server every twenty seconds, for whoever closes the window. Files go with
// the form.
function keep(form, was) {
  if (!form.isConnected) return;
  const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  const now = fields.toString(), say = form.querySelector(".form__saved");
  const next = done => setTimeout(keep, 2e4, form, done);
  if (now === was || was === undefined || form.dataset.sending) return next(form.dataset.sending ? was : now);
  fields.set("quiet", "yes");
  fetch(form.dataset.draft, { method: "POST", body: fields, redirect: "error" })
    .then(answer => answer.ok ? answer.text() : Promise.reject())
    .then(said => { say.textContent = said; next(now); }, () => { say.textContent = form.dataset.unsaved; next(was); });
}

function start() {
  opened = Date.now();
  for (const el of document.querySelectorAll("[data-instant]")) {
    const live = document.createElement("span");
    live.className = "unseen";
    live.setAttribute("role", "status");
    el.after(live);
    tick(el, live, 0);
  }
  for (const form of document.querySelectorAll("form[data-progress]")) {
    form.onsubmit = e => send(form, e);
    if (form.dataset.draft) keep(form);
  }
}
start();
