// The only script of the public pages, and none of them needs it: it ticks what is left and shows an upload's progress.
"use strict";
const minute = 6e4, hour = 36e5, day = 864e5;
const opened = Date.now();
const unit = (n, name) =>
  new Intl.NumberFormat(document.documentElement.lang, { style: "unit", unit: name, unitDisplay: "long" }).format(n);

function words(left) {
  const [big, small, size, unitSize] = left >= day ? ["day", "hour", day, hour]
    : left >= hour ? ["hour", "minute", hour, minute] : ["minute", "second", minute, 1e3];
  const first = Math.floor(left / size), second = Math.floor(left % size / unitSize);
  return size === minute && first >= 10 ? unit(first, big) : unit(first, big) + " " + unit(second, small);
}

// The server's clock decides; ours only counts on from what it said.
function tick(el, live, before) {
  const left = el.dataset.instant - el.dataset.now - (Date.now() - opened);
  if (!el.isConnected || left <= 0) return;
  el.textContent = (el.dataset.left || "{}").replace("{}", words(left));
  if ([day, 4 * hour, hour, 15 * minute].some(mark => before > mark && left <= mark)) live.textContent = el.textContent;
  setTimeout(tick, left % (left < 10 * minute ? 1e3 : minute) + 1, el, live, left);
}

function send(form, event) {
  if (!window.XMLHttpRequest || form.dataset.sending) return event.preventDefault();
  const files = [...form.querySelectorAll("input[type=file]")].some(f => f.files.length);
  if (!files) return;
  event.preventDefault();
  form.dataset.sending = "yes";
  const bar = document.createElement("progress"), say = document.createElement("p"), request = new XMLHttpRequest();
  bar.max = 100;
  say.className = "upload";
  say.setAttribute("role", "status");
  say.append(bar);
  event.submitter ? event.submitter.after(say) : form.append(say);
  const stop = () => { say.textContent = form.dataset.failed || "Not sent. Please try again."; delete form.dataset.sending; };
  request.upload.onprogress = e => e.lengthComputable && (bar.value = e.loaded * 100 / e.total);
  request.onerror = request.onabort = stop;
  request.onload = () => {
    if (request.responseURL !== form.action) return location.assign(request.responseURL);
    const page = new DOMParser().parseFromString(request.response, "text/html");
    document.title = page.title;
    document.body.replaceWith(page.body);
    start();
    document.querySelector(".errors, h1")?.focus();
    scrollTo(0, 0);
  };
  request.open("POST", form.action);
  request.send(new FormData(form, event.submitter));
}

function start() {
  for (const el of document.querySelectorAll("[data-instant]")) {
    const live = document.createElement("span");
    live.className = "unseen";
    live.setAttribute("role", "status");
    el.after(live);
    tick(el, live, 0);
  }
  for (const form of document.querySelectorAll("form[data-progress]")) form.onsubmit = e => send(form, e);
}
start();
