-- Changes the settings of a queue (rules 3, 6, 7 and 15), or pauses a queue or the type.
-- KEYS: the partition's eight. ARGV: clock, channel, type, the queue's code ('' for the type), 1 if the queue must exist
-- or the type must be paused, then the new settings, each '' to leave it unchanged: interval, ordered (0 or 1), concurrency,
-- pinned (0 or 1), paused (0 or 1), hold ('lift', 'until' or 'for'), the hold's microseconds, the hold's reason; then the
-- greatest number of queues of the partition; and if settings go back to the defaults of the type, their mask: 1 interval,
-- 2 ordered, 4 concurrency.
-- Reply: the wall clock, 1 if found or created, 2 if the queue would exceed the number of queues, else 0; the revision.
-- If the queue need not exist and the partition is not open or not listed: {0, nonce or nil}, and nothing is changed.
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
--- @include wake
--- @include soundness
--- @include jobs
--- @include unqueue
--- @include passed
--- @include deadlines
--- @include ends
--- @include queue_bound

local id, must_exist = ARGV[4], ARGV[5] == '1'
local interval, ordered, cap, pinned, paused = ARGV[6], ARGV[7], ARGV[8], ARGV[9], ARGV[10]
local hold, micros, reason = ARGV[11], tonumber(ARGV[12]), ARGV[13]

local function chosen(argument, otherwise)
  if argument == '' then
    return otherwise
  end
  return argument == '1'
end

local function apply(queue)
  if ARGV[15] then
    defaults.go_back(id, queue, tonumber(ARGV[15]))
  end
  if interval ~= '' then
    queue.interval = tonumber(interval)
    defaults.own(queue, 1)
  end
  if ordered ~= '' then
    queue.ordered = ordered == '1'
    defaults.own(queue, 2)
  end
  if cap ~= '' then
    queue.cap = tonumber(cap)
    defaults.own(queue, 4)
  end
  queue.pinned = chosen(pinned, queue.pinned)
  queue.paused = chosen(paused, queue.paused)
  if hold == 'lift' then
    queue.held, queue.reason = 0, ''
  elseif hold == 'until' then
    queue.held, queue.reason = math.max(0, micros + partition.offset), reason
  elseif hold == 'for' then
    queue.held, queue.reason = now + micros, reason
  end
end

local at = clock()
if id == '' then
  read_fields('')
else
  read_fields('', id)
end
local is_open = enter(at) and partition.listed
if not is_open and not must_exist then
  return { 0, partition and partition.nonce or false }
end
if is_open then
  deadlines.expire()
end
local queue = is_open and id ~= '' and find_queue(id)
local is_found = is_open and (queue or id == '' and partition.paused)
if id ~= '' and not is_found and not must_exist and is_one_too_many(id, tonumber(ARGV[14])) then
  return with_ends(conclude({ at, 2, partition.revision }))
end
if is_found or not must_exist then
  remember_head()
  check_sets(MEMORY)
  begin_writing()
  change()
  if id == '' then
    local was_paused = partition.paused
    partition.paused = chosen(paused, was_paused)
    if was_paused then
      head_before, earliest_new = NEVER, head_before
    end
  else
    queue = find_or_make_queue(id)
    apply(queue)
    settle(id, queue)
  end
  return with_ends(conclude({ at, 1, partition.revision }))
end
return with_ends(conclude({ at, 0, is_open and partition.revision or 0 }))
