-- Gives fenced queues back to the original, each ready from the instant that its own limiter had set.
-- KEYS: the type's sorted set. ARGV: prefix, type, then queue ids.
-- Reply: for each queue 'returned', or 'staged' if its move was interrupted, which only an import can complete.
local FENCE = 9007199254740991
local prefix, kind = ARGV[1], ARGV[2]
local fenced = prefix .. '::import:fenced'

local reply = {}
for i = 3, #ARGV do
  local queue = ARGV[i]
  local name = kind .. ':' .. queue
  local isStaged = redis.call('EXISTS', prefix .. '::import:staged:' .. name) == 1
  if isStaged or redis.call('HEXISTS', prefix .. '::import:held', name) == 1 then
    reply[#reply + 1] = 'staged'
  else
    local free = redis.call('HGET', fenced, name)
    if tonumber(redis.call('ZSCORE', KEYS[1], queue) or '') == FENCE then
      if redis.call('LLEN', prefix .. ':' .. name) > 0 then
        redis.call('ZADD', KEYS[1], free or '0', queue)
        redis.call('SADD', prefix .. ':ready:queue_type', kind)
      else
        redis.call('ZREM', KEYS[1], queue)
      end
    end
    redis.call('HDEL', fenced, name)
    reply[#reply + 1] = 'returned'
  end
end
return reply
