-- Describes a queue, after it has moved the queue's due jobs to their places.
-- KEYS: the partition's eight. ARGV: clock, the queue's code.
-- Reply: {} if the queue does not exist; {-1} if more of its jobs are due than one script moves: call again. Otherwise the
-- wall clock, revision, offset of the steady time, 1 if the type is paused else 0, and the queue: ordered, pinned, paused
-- (1 or 0), interval, last release, queued, scheduled, active, dead, earliest due (0 for none), held until, retry,
-- concurrency, the instant since which it is ready (0 if it is not in turn), reason of the hold, minutes;
-- which settings are its own (8 not the interval, 16 ordered, 32 concurrency), and the defaults of the type as they are stored.
-- First write: ZREM, which Redis takes when memory is full.
--- @include keys
--- @include on_first_use
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include readiness
--- @include memory
--- @include ids
--- @include state
--- @include damage
--- @nested
--- @include partition
--- @include defaults
--- @include queues
--- @include repairs
--- @include turns
--- @include soundness
--- @include jobs
--- @include unqueue
--- @include passed
--- @include deadlines
--- @include deadlines_to_look
--- @include promotion
--- @include promotion_to_look

local function digit(fact)
  return fact and 1 or 0
end

local id = ARGV[2]
local at = clock()
read_fields('', id)
local is_open = enter(at)
if is_open then
  expire_to_look()
end
local queue = is_open and find_queue(id)
if not queue then
  return {}
end
if not promote_to_look(id, queue) then
  return { -1 }
end
return {
  wall, partition.revision, partition.offset, digit(partition.paused),
  digit(queue.ordered), digit(queue.pinned), digit(queue.paused), queue.interval, queue.released, queue.queued,
  queue.scheduled, queue.active, queue.dead, queue.due, queue.held, queue.retry, queue.cap,
  queue.since == NEVER and 0 or queue.since, queue.reason or '', queue.minutes, queue.sources or 0,
  partition.defaults and get(defaults.FIELD) or '\0',
}
