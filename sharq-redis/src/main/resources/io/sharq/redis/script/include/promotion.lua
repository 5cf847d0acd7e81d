-- Moves due jobs to their places, at most PROMOTIONS in one script.
local PROMOTIONS = 1000
local promotions_left = PROMOTIONS

-- Updates the count of a queue's delayed jobs after `due` of them were moved. `others` is the number of the rest that was
-- seen: all of them if `is_whole`, else the least that there are.
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
  if not members[1] and repairs.level(SCHEDULED) then
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
