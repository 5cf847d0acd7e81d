-- Ends a batch: deletes the staging lists, and the payloads and limits of the jobs in them. A job that is set aside keeps
-- both, and its reason is noted.
-- KEYS: the type's sorted set. ARGV: prefix, type, then for each queue its id, the number of jobs set aside, and for each of
-- them its id and the reason.
-- Reply: none.
local prefix, kind = ARGV[1], ARGV[2]
local i = 3
while i <= #ARGV do
  local queue, count = ARGV[i], tonumber(ARGV[i + 1])
  local name = kind .. ':' .. queue
  local staged = prefix .. '::import:staged:' .. name
  local isAside = {}
  i = i + 2
  for _ = 1, count do
    isAside[ARGV[i]] = true
    redis.call('HSET', prefix .. '::import:aside', name .. ':' .. ARGV[i], ARGV[i + 1])
    i = i + 2
  end
  for _, id in ipairs(redis.call('LRANGE', staged, 0, -1)) do
    if not isAside[id] then
      redis.call('HDEL', prefix .. ':payload', name .. ':' .. id)
      redis.call('HDEL', prefix .. ':' .. name .. ':requeues_remaining', id)
    end
  end
  redis.call('DEL', staged)
end
return false
