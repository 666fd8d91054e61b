// A message centre by the npm package `smpp`: takes one bind, sends messages, prints what comes back as JSON lines.
import { createRequire } from "node:module";

const require = createRequire(process.argv[2]);
const smpp = require("smpp");
const messages = JSON.parse(process.argv[3]);
const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const server = smpp.createServer((session) => {
  session.on("error", () => {});
  session.on("bind_transceiver", (pdu) => {
    if (pdu.password !== "bi-mat") {
      session.send(pdu.response({ command_status: smpp.ESME_RBINDFAIL }));
      session.close();
      return;
    }
    session.send(pdu.response());
    tell({ bound: pdu.system_id });
    session.enquire_link({}, () => tell({ alive: true }));
    for (const message of messages) {
      const parts = message.parts ?? [message.text];
      parts.forEach((text, index) => {
        const fields = { source_addr: message.from, destination_addr: "156" };
        if (message.ucs2) fields.data_coding = 8;
        const udh = Buffer.from([5, 0, 3, 7, parts.length, index + 1]);
        fields.short_message = parts.length > 1 ? { udh, message: text } : text;
        session.deliver_sm(fields, (answer) => tell({ confirmed: answer.command_status }));
      });
    }
  });
  session.on("submit_sm", (pdu) => {
    // One text is what it does not take: "message queue full" would be tried again, this is for good.
    const refused = pdu.short_message.message === "tu-choi";
    session.send(pdu.response(refused ? { command_status: smpp.ESME_RSUBMITFAIL } : { message_id: "1" }));
    tell({ from: pdu.source_addr, to: pdu.destination_addr, text: pdu.short_message.message });
  });
  session.on("unbind", (pdu) => {
    session.send(pdu.response());
    tell({ unbound: true });
  });
});
server.listen(0, "127.0.0.1", () => tell({ port: server.address().port }));
