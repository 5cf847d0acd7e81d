-- Jobs that have come due take their places, at most PROMOTIONS in one script. False if some are left.
local PROMOTIONS = 1000
local promotions_left = PROMOTIONS

local function earliest_due(id)
  local from, to = members_of(id)
  local first = redis.call('ZRANGEBYLEX', SCHEDULED, from, to, 'LIMIT', 0, 1)[1]
  return first and struct.unpack('>I7', first, #id + 1) or 0
end

local function promote(id, queue)
  if queue.scheduled == 0 or queue.due > now then
    return true
  end
  local due = redis.call(
    'ZRANGEBYLEX', SCHEDULED, '[' .. id, '(' .. id .. struct.pack('>I7', now + 1), 'LIMIT', 0, promotions_left)
  if #due > 0 then
    local places = {}
    for i, member in ipairs(due) do
      places[i * 2 - 1] = 0
      places[i * 2] = id .. member:sub(#id + 8)
    end
    redis.call('ZREM', SCHEDULED, unpack(due))
    redis.call('ZADD', PLACES, unpack(places))
    promotions_left = promotions_left - #due
    queue.scheduled = queue.scheduled - #due
    queue.queued = queue.queued + #due
  end
  queue.due = earliest_due(id)
  return queue.scheduled == 0 or queue.due > now
end
