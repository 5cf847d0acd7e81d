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
  local least, most = members_of(id)
  local members = redis.call('ZRANGEBYLEX', SCHEDULED, least, most, 'LIMIT', 0, promotions_left + 1)
  local due, places = {}, {}
  queue.due = 0
  for _, member in ipairs(members) do
    local instant = struct.unpack('>I7', member, #id + 1)
    if instant > now or #due == promotions_left then
      queue.due = instant
      break
    end
    due[#due + 1] = member
    places[#places + 1] = 0
    places[#places + 1] = id .. member:sub(#id + 8)
  end
  if #due > 0 then
    redis.call('ZREM', SCHEDULED, unpack(due))
    redis.call('ZADD', PLACES, unpack(places))
    promotions_left = promotions_left - #due
    queue.scheduled = queue.scheduled - #due
    queue.queued = queue.queued + #due
  end
  return queue.scheduled == 0 or queue.due > now
end

-- For scripts that only look: promotes what is due, and writes it. False if some are left.
local function promote_to_look(id, queue)
  if queue.scheduled == 0 or queue.due > now then
    return true
  end
  local is_complete = promote(id, queue)
  save_queue(id, queue)
  write_fields()
  return is_complete
end
