-- Rules 2, 4, 6, 7 and 15, as io.sharq.rules.Readiness.

-- The earliest instant of a release that spacing, hold and a failed job's delay allow.
local function earliest(queue)
  local at, released, held, retry = 0, queue.released, queue.held, queue.retry
  if released > 0 then
    at = released + queue.interval * 1000
  end
  if held > at then
    at = held
  end
  return retry > at and retry or at
end

-- The instant from which the queue may release a job by the passing of time alone; NEVER if it may not. `ordered` is false
-- inside a dequeue that released the queue's active jobs itself.
local function next_release(queue, ordered)
  local has_none, cap = queue.queued == 0, queue.cap
  if queue.paused
    or (has_none and queue.scheduled == 0)
    or (ordered and queue.active > 0)
    or (cap > 0 and queue.active >= cap)
  then
    return NEVER
  end
  local at = earliest(queue)
  if has_none then
    return math.max(at, queue.due)
  end
  return at
end

-- The instant since which a queue counts as ready, from its previous instant and its next release.
local function ready_since(previous, next, now)
  if next > now then
    return next
  end
  return previous < now and previous or now
end
