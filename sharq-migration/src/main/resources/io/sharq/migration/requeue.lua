-- Returns active jobs whose lease has ended to the heads of their lists, as the original's requeue does: the limit falls by
-- one, and a job whose limit is used up is set aside. Several that are returned together keep the order of their leases.
-- KEYS: the type's sorted set. ARGV: prefix, type, then queue id and job id of each job.
-- Reply: for each job 'returned', 'discarded', or 'active' if its lease has not ended.
local prefix, kind = ARGV[1], ARGV[2]
local active = prefix .. ':' .. kind .. ':active'
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local due, reply = {}, {}
for i = 3, #ARGV, 2 do
  local expires = tonumber(redis.call('ZSCORE', active, ARGV[i] .. ':' .. ARGV[i + 1]) or '')
  reply[#reply + 1] = 'active'
  if expires and expires <= now then
    due[#due + 1] = {expires, #reply, ARGV[i], ARGV[i + 1]}
  end
end
-- The last to be pushed is the first of its list.
table.sort(due, function(one, other)
  if one[1] ~= other[1] then
    return one[1] > other[1]
  end
  return one[2] > other[2]
end)
for _, job in ipairs(due) do
  local name = kind .. ':' .. job[3]
  local list = prefix .. ':' .. name
  local limits = list .. ':requeues_remaining'
  local left = tonumber(redis.call('HGET', limits, job[4]) or '-1')
  redis.call('ZREM', active, job[3] .. ':' .. job[4])
  if left == 0 then
    redis.call('HSET', prefix .. '::import:aside', name .. ':' .. job[4], 'requeue limit used up')
    reply[job[2]] = 'discarded'
  else
    if left and left > 0 then
      redis.call('HINCRBY', limits, job[4], -1)
    end
    redis.call('LPUSH', list, job[4])
    reply[job[2]] = 'returned'
  end
end
return reply
