// Passes a value on only where it changed, and says what it was before.
let before;
cache.update("last/" + msg.meta.tag_name, v => {
  before = v;
  return msg.payload;
});
if (msg.payload === before) return null;
msg.meta.before = before;
return msg;
