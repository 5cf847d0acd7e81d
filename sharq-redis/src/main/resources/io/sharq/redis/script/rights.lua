-- Tries every command that the scripts use, so that a client finds a missing permission when it opens. Otherwise a script
-- would fail between two writes, and Redis does not roll a script back.
-- KEYS: a key that nothing else uses. ARGV: a channel without subscribers.
-- Reply: the commands that the user may not call. Leaves no key behind.
local key, missing = KEYS[1], {}

local function try(name, ...)
  local answer = redis.pcall(name, ...)
  local fault = type(answer) == 'table' and answer.err
  -- A missing permission is 'NOPERM', 'ACL failure' or, in Redis 6.2, "can't run this command".
  if fault and (fault:find('NOPERM', 1, true) or fault:find('ACL', 1, true) or fault:find("can't run", 1, true)) then
    missing[#missing + 1] = name
  end
end

try('TIME')
try('PUBLISH', ARGV[1], '')
try('DEL', key)
try('HSET', key, 'field', '1')
try('HGET', key, 'field')
try('HMGET', key, 'field')
try('HEXISTS', key, 'field')
try('HLEN', key)
try('HSCAN', key, '0')
try('HDEL', key, 'field')
redis.pcall('DEL', key)
try('ZADD', key, '1', 'member')
try('ZCARD', key)
try('ZSCORE', key, 'member')
try('ZMSCORE', key, 'member')
try('ZRANGE', key, '0', '0')
try('ZRANGEBYSCORE', key, '0', '1')
try('ZRANGEBYLEX', key, '-', '+')
try('ZLEXCOUNT', key, '-', '+')
try('ZREM', key, 'member')
redis.pcall('DEL', key)
return missing
