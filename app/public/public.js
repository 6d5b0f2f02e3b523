// The only script of the public pages, and none of them needs it: it ticks what is left, shows an upload's progress, and
// keeps what is being written.
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

function send(form, event) {
  if (!window.XMLHttpRequest || form.dataset.sending) return event.preventDefault();
  const files = [...form.querySelectorAll("input[type=file]")].flatMap(input => [...input.files]);
  if (!files.length && !form.dataset.draft) return;
  event.preventDefault();
  const large = files.find(file => file.size > 25 * megabyte);
  const sum = files.reduce((all, file) => all + file.size, 0);
  form.dataset.sending = "yes";
  const bar = document.createElement("progress"), say = document.createElement("p"), request = new XMLHttpRequest();
  bar.max = 100;
  form.querySelector(".upload")?.remove();
  say.className = "upload";
  say.setAttribute("role", "status");
  (event.submitter?.parentNode || form).append(say);
  const stop = words => { say.textContent = words; delete form.dataset.sending; };
  if (large || sum > 100 * megabyte) {
    const names = large ? large.name : files.map(file => file.name).join(", ");
    return stop((form.dataset.large || "{}: > 25 MB").replace("{}", names));
  }
  say.append(bar);
  request.upload.onprogress = e => e.lengthComputable && (bar.value = e.loaded * 100 / e.total);
  request.onerror = request.onabort = () => stop(form.dataset.failed || "Not sent. Please try again.");
  request.onload = () => {
    delete form.dataset.sending;
    if (request.status < 400) return request.responseURL === location.href ? location.reload() : location.assign(request.responseURL);
    const page = new DOMParser().parseFromString(request.response, "text/html");
    document.title = page.title;
    document.body.replaceWith(page.body);
    start();
    document.querySelector(".errors, h1")?.focus();
    scrollTo(0, 0);
  };
  request.open("POST", event.submitter?.formAction || form.action);
  request.send(new FormData(form, event.submitter));
}

// What is written is kept by the server every twenty seconds, so that a line that drops takes nothing with it. Files go
// with the form.
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
