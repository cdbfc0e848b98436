// Counts the messages.
msg.payload = cache.update("parts", n => (n ?? 0) + 1);
return msg;
