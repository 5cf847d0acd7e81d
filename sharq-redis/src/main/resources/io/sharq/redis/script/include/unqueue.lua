-- Takes a waiting job out of the set that it is in. Returns the instant at which it is due, 0 if it was queued.
local function unqueue(id, queue, job, place, due)
  local code = job:sub(#id + 1)
  if redis.call('ZREM', PLACES, id .. place .. code) == 1 then
    queue.queued = math.max(0, queue.queued - 1)
    return 0
  end
  if due > 0 and redis.call('ZREM', SCHEDULED, id .. struct.pack('>I7', due) .. place .. code) == 1 then
    queue.scheduled = math.max(0, queue.scheduled - 1)
    queue.due = queue.scheduled > 0 and repairs.earliest_due(id) or 0
    return due
  end
  set_aside('a waiting job without its place', job)
  repairs.recount(id, queue, 0)
  return 0
end
