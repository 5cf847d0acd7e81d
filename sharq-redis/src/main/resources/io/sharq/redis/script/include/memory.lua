-- Rule 13, as io.sharq.rules.Memory: when a queue may be forgotten, after an operation that leaves no job in it.
local function remembered_until(queue, now)
  if queue.pinned or queue.paused then
    return NEVER
  end
  return math.max(earliest(queue), queue.retained, now + 600000000)
end
