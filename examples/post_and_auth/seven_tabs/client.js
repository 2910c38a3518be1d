const open = () => {
  const tab = window.open("/");
  return new Promise((resolve) => {
    addEventListener("message", (message) => message.source === tab && resolve(tab));
  });
};
const half = () => new Promise((resolve) => setTimeout(resolve, 500, "nothing"));

const tabs = [];
while (tabs.length < 6) tabs.push(await open());
console.log("tabs with an open stream:", tabs.length);

const seventh = open();
console.log("tab 7, after half a second:", await Promise.race([seventh, half()]));

tabs[0].close();
console.log("tab 1 is closed");
await seventh;
console.log("tab 7 has an open stream");
