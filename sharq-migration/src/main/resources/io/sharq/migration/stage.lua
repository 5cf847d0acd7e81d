-- Moves jobs from the heads of fenced lists to the staging lists of the import, and reads them. A queue whose staging list
-- exists was interrupted: its jobs are read again, and no others are moved.
-- KEYS: the type's sorted set. ARGV: prefix, type, the greatest number of jobs, the bytes of payloads after which it stops,
-- then queue ids.
-- Reply: for each queue that was reached {state, jobs left in the list, ids, payloads, limits}. The state is 'moved',
-- 'repeated', or 'open' if it is not fenced. A payload or limit that is missing is false.
local FENCE = 9007199254740991
local prefix, kind = ARGV[1], ARGV[2]
local most, bytes = tonumber(ARGV[3]), tonumber(ARGV[4])
local payloads = prefix .. ':payload'

local reply, count, size = {}, 0, 0
for i = 5, #ARGV do
  if count >= most or size >= bytes then
    break
  end
  local queue = ARGV[i]
  local name = kind .. ':' .. queue
  local list = prefix .. ':' .. name
  local staged = prefix .. '::import:staged:' .. name
  local limits = list .. ':requeues_remaining'
  local state, ids = 'repeated', redis.call('LRANGE', staged, 0, -1)
  if #ids == 0 then
    state = 'moved'
    if tonumber(redis.call('ZSCORE', KEYS[1], queue) or '') ~= FENCE then
      state = 'open'
    else
      ids = redis.call('LRANGE', list, 0, most - count - 1)
    end
  end
  local found, left = {}, {}
  local taken = 0
  for at, id in ipairs(ids) do
    local payload = redis.call('HGET', payloads, name .. ':' .. id)
    found[at] = payload
    left[at] = redis.call('HGET', limits, id)
    size = size + #(payload or '')
    taken = at
    if state == 'moved' and size >= bytes then
      break
    end
  end
  for at = #ids, taken + 1, -1 do
    ids[at] = nil
  end
  if state == 'moved' and taken > 0 then
    redis.call('LTRIM', list, taken, -1)
    for at = 1, taken, 1000 do
      redis.call('RPUSH', staged, unpack(ids, at, math.min(at + 999, taken)))
    end
  end
  count = count + taken
  reply[#reply + 1] = {state, redis.call('LLEN', list), ids, found, left}
end
return reply
