// On above 80, off again below 75. Only the changes go on.
let changed;
const on = cache.update("alarm", was => {
  const is = was ? msg.payload >= 75 : msg.payload > 80;
  changed = is !== (was ?? false);
  return is;
});
if (!changed) return null;
msg.payload = on;
return msg;
