// The milliseconds from one start of the machine to the next.
if (!msg.payload.start) return null;
let previous;
cache.update("started", t => {
  previous = t;
  return msg.payload.time;
});
if (previous === undefined) return null;
msg.payload = msg.payload.time - previous;
return msg;
