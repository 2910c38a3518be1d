"""What moves on a page by itself, noted by the browser."""

from __future__ import annotations

WATCH = """window.shifts = [];
const note = (entries) => {
  for (const shift of entries)
    window.shifts.push(`${shift.value} ${shift.sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? "text")}`);
};
const watch = new PerformanceObserver((list) => note(list.getEntries()));
watch.observe({ type: "layout-shift", buffered: true });
// Two frames on, whatever moved has moved; a task after them, it has been reported.
window.settled = async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  await frame();
  await frame();
  await new Promise((done) => setTimeout(done, 50));
  note(watch.takeRecords());
  return window.shifts;
};"""
