-- Fences queues: gives each an instant of release so far in the future that no dequeue of the original takes from it, and
-- keeps the instant until which the original's limiter would have held it. An enqueue of the original leaves the fence.
-- Fenced are queues with a list, or with active jobs.
-- KEYS: the type's sorted set. ARGV: prefix, type, then for each queue its id and '1' if it has active jobs, else '0'.
-- Reply: for each queue {length, held until in milliseconds, interval or false, 1 if it was fenced before}; last the time in
-- milliseconds.
local FENCE = '9007199254740991'
local LATEST = 9000000000000000
local prefix, kind = ARGV[1], ARGV[2]
local fenced = prefix .. '::import:fenced'

local function read(...)
  local answer = redis.pcall(...)
  if type(answer) == 'table' and answer.err then
    return false
  end
  return answer
end

local reply = {}
for i = 3, #ARGV, 2 do
  local queue = ARGV[i]
  local name = kind .. ':' .. queue
  local base = prefix .. ':' .. name
  local length = read('LLEN', base) or 0
  local interval = read('HGET', prefix .. ':interval', name)
  local last = tonumber(read('GET', base .. ':time') or '')
  local score = redis.call('ZSCORE', KEYS[1], queue)
  local was = score and tonumber(score) == tonumber(FENCE)
  local free = tonumber(redis.call('HGET', fenced, name) or '0')
  if score and not was then
    free = math.max(free, tonumber(score))
  end
  if last and tonumber(interval or '') then
    free = math.max(free, last + tonumber(interval))
  end
  free = string.format('%.0f', math.max(0, math.min(free, LATEST)))
  if length > 0 or ARGV[i + 1] == '1' then
    redis.call('HSET', fenced, name, free)
    redis.call('ZADD', KEYS[1], FENCE, queue)
  end
  reply[#reply + 1] = {length, free, interval, was and 1 or 0}
end
local time = redis.call('TIME')
reply[#reply + 1] = string.format('%.0f', time[1] * 1000 + math.floor(time[2] / 1000))
return reply
