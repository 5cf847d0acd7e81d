-- Rules 2, 4, 6, 7 and 15, as io.sharq.rules.Readiness.

-- The earliest instant that spacing, hold and a failed job's delay allow.
local function earliest(queue)
  local spaced = queue.released == 0 and 0 or queue.released + queue.interval * 1000
  return math.max(spaced, queue.held, queue.retry)
end

-- The instant from which the queue may release a job if nothing but time passes. `ordered` is false inside a dequeue
-- that released the queue's active jobs itself.
local function next_release(queue, ordered)
  if queue.paused
    or (queue.queued == 0 and queue.scheduled == 0)
    or (ordered and queue.active > 0)
    or (queue.cap > 0 and queue.active >= queue.cap)
  then
    return NEVER
  end
  local at = earliest(queue)
  if queue.queued == 0 then
    return math.max(at, queue.due)
  end
  return at
end

-- The instant since which a queue counts as ready.
local function ready_since(previous, next, now)
  if next > now then
    return next
  end
  return math.min(previous, now)
end
