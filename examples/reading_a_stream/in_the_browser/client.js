async function readsOf(path, { late = 0 } = {}) {
  const reads = [];
  const reader = (await fetch(path)).body.getReader();
  await new Promise((resolve) => setTimeout(resolve, late * 1000));
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return reads;
    reads.push(value);
  }
}

const slow = await readsOf("/words?pause=0.3");
console.log("3 pieces, 0.3 s apart, in reads:", slow.length);

const quick = await readsOf("/words?pause=0.01", { late: 0.5 });
console.log("3 pieces, read half a second later, in reads:", quick.length);

const large = await readsOf("/large");
console.log("1 piece of 3,000,000 bytes, in several reads:", large.length > 1);

const alone = large.map((read) => new TextDecoder().decode(read)).join("");
console.log("each read decoded by itself, garbled:", alone.includes("\ufffd"));

const decoder = new TextDecoder();
const together = large.map((read) => decoder.decode(read, { stream: true })).join("") + decoder.decode();
console.log("one decoder for all reads, garbled:", together.includes("\ufffd"));
