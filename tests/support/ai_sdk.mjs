// What the AI SDK's chat makes of each address that it is given: a line of JSON for each.
// `AbstractChat` is the class below `useChat`, which only adds React's state to it.
import { AbstractChat, DefaultChatTransport } from "ai";

class State {
  messages = [];
  status = "ready";
  error = undefined;
  snapshot = structuredClone;
  pushMessage = (message) => this.messages.push(message);
  popMessage = () => this.messages.pop();
  replaceMessage = (place, message) => (this.messages[place] = message);
}

class Chat extends AbstractChat {}

for (const api of process.argv.slice(2)) {
  const chat = new Chat({ state: new State(), transport: new DefaultChatTransport({ api }) });
  await chat.sendMessage({ text: "Weather today?" });
  const error = chat.error ? String(chat.error).split("\n")[0] : null;
  console.log(JSON.stringify({ status: chat.status, error, parts: chat.lastMessage.parts }));
}
