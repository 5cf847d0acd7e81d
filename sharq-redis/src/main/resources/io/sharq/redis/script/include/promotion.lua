-- Jobs that have come due take their places, at most PROMOTIONS in one script. False if some are left.
local PROMOTIONS = 1000
local promotions_left = PROMOTIONS

-- The number of a queue's delayed jobs after so many came due: all of the others were seen, or so many at least.
local function count_scheduled(id, queue, due, others, is_whole)
  local counted = queue.scheduled - due
  if is_whole and counted ~= others or counted < others then
    set_aside('a wrong count of delayed jobs', id)
    counted = others
  end
  queue.scheduled = counted
end

local function promote(id, queue)
  if queue.scheduled == 0 or queue.due > now then
    return true
  end
  local least, most = members_of(id)
  local members = redis.call('ZRANGEBYLEX', SCHEDULED, least, most, 'LIMIT', 0, promotions_left + 1)
  if not members[1] and level(SCHEDULED) then
    members = redis.call('ZRANGEBYLEX', SCHEDULED, least, most, 'LIMIT', 0, promotions_left + 1)
  end
  local due, places = {}, {}
  queue.due = 0
  for _, member in ipairs(members) do
    local is_place = #member > #id + 16
    local instant = is_place and struct.unpack('>I7', member, #id + 1) or 0
    if instant > now or #due == promotions_left then
      queue.due = instant
      break
    end
    due[#due + 1] = member
    if is_place then
      places[#places + 1] = 0
      places[#places + 1] = id .. member:sub(#id + 8)
    else
      set_aside('an unreadable entry of the delayed jobs', id)
    end
  end
  local is_whole = #members <= promotions_left
  if #due > 0 then
    redis.call('ZREM', SCHEDULED, unpack(due))
    if places[1] then
      queue.queued = queue.queued + redis.call('ZADD', PLACES, unpack(places))
    end
    promotions_left = promotions_left - #due
  end
  count_scheduled(id, queue, #due, #members - #due, is_whole)
  return queue.scheduled == 0 or queue.due > now
end

-- For scripts that only look: promotes what is due, and writes it. False if some are left.
local function promote_to_look(id, queue)
  if queue.scheduled == 0 or queue.due > now then
    return true
  end
  redis.call('ZCARD', PLACES)
  local is_complete = promote(id, queue)
  save_queue(id, queue)
  count_damage(now)
  write_fields()
  return is_complete
end
