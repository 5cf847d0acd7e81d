-- Ends leases whose work is done (rules 8, 12 and 27).
-- KEYS: the partition's eight. ARGV: clock, channel, type, retention in microseconds, number of leases, then for each
-- lease: the queue's code, the job's code, the token ('' for the job's current lease); then for each result: the number of
-- its lease, the bytes.
-- Reply: the wall clock, then for each lease: 1 if done or 0 if lost; the revision.
-- First write: ZREM, which Redis takes when memory is full.
--- @include keys
--- @include on_first_use
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include readiness
--- @include leases
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
--- @include ending

local retention, count = tonumber(ARGV[4]), tonumber(ARGV[5])
local ended, leases, done, gone, remembered, touched, late = {}, {}, {}, {}, {}, {}, {}
-- The results by the number of their lease; those to be kept, as fields and values of JOBS; the jobs added to MEMORY.
local results, kept, retained_jobs = {}, {}, {}
local last_nonce

local function remember(job, queue, packed, result)
  local retained = now + retention
  put(job, finished(packed, retained, result))
  remembered[#remembered + 1] = decimal(retained)
  remembered[#remembered + 1] = job
  retained_jobs[#retained_jobs + 1] = job
  if result then
    kept[#kept + 1] = job
    kept[#kept + 1] = '\64' .. result
  else
    done[#done + 1] = job
  end
  queue.retained = math.max(queue.retained, retained)
end

local function drop_later(field)
  if fields[field] ~= false then
    fields[field] = false
    gone[#gone + 1] = field
  end
end

-- The queue, rebuilt and given a turn if its record is lost.
local function queue_of(id)
  local queue = find_queue(id)
  if not queue then
    queue = repairs.rebuild(id)
    take_turn(id, queue, NEVER, false)
  end
  return queue
end

-- Counts one active job less. Only an ordered queue, or one with a cap, can become ready by that, or one whose defaults have
-- changed.
local function finish_in(id, queue)
  queue.active = math.max(0, queue.active - 1)
  touched[id] = queue
  if queue.ordered or queue.cap > 0 or queue.renewed then
    take_turn(id, queue, queue.since, queue.ordered)
  end
end

local function finish(id, job, packed, result)
  local n = #ended + 1
  change()
  ended[n], leases[n] = number_of(packed) .. job, packed
  local flags = packed:byte(1)
  if flags % 16 >= 8 then
    note_end(job)
  end
  if flags >= 32 then
    local delivery = unpack_delivery(packed)
    late[#late + 1] = delivery and delivery.deadline and deadlines.member(job, delivery.place, delivery.deadline)
  end
  local nonce = nonce_of(packed)
  if nonce ~= last_nonce then
    last_nonce = nonce
    drop_later(nonce_field(nonce))
  end
  if retention > 0 then
    local queue = queue_of(id)
    remember(job, queue, packed, result)
    finish_in(id, queue)
    return
  end
  done[#done + 1] = job
  drop_later(job)
  local left = with_one_less_active(get(id))
  if left then
    put(id, left)
  else
    finish_in(id, queue_of(id))
  end
end

local function restore_leases()
  for i, lease in ipairs(ended) do
    redis.call('ZADD', LEASES, instant_of(leases[i]), lease)
  end
end

local function restore_all()
  restore_leases()
  if retention > 0 then
    call_in_parts('ZREM', MEMORY, retained_jobs)
  end
end

-- Removes leases, replaces job records by results or removes them, and adds to MEMORY. With drained queues, MEMORY is
-- checked first and written last: a queue may be in MEMORY already with another instant, so that write could not be undone.
-- Entries of jobs alone can be.
local function end_leases(drains)
  if late[1] then
    check_sets(SCHEDULED)
  end
  if drains then
    check_sets(MEMORY)
  end
  call_in_parts('ZREM', LEASES, ended)
  if drains then
    write_or_undo(restore_leases, 'HSET', JOBS, kept)
    write_or_undo(restore_leases, 'HDEL', JOBS, done)
    call_in_parts('ZADD', MEMORY, remembered)
  else
    write_or_undo(restore_leases, 'ZADD', MEMORY, remembered)
    write_or_undo(restore_all, 'HSET', JOBS, kept)
    write_or_undo(restore_all, 'HDEL', JOBS, done)
  end
end

local at = clock()
local jobs = read_items(6, 3, count)
local is_open = enter(at)
if is_open then
  deadlines.expire()
end
local reply = { at }
for i = 6 + count * 3, #ARGV, 2 do
  results[tonumber(ARGV[i])] = ARGV[i + 1]
end
for i = 1, count do
  local first = 3 + i * 3
  local id = ARGV[first]
  local job = jobs[i]
  local packed = is_open and named_lease(job, ARGV[first + 2])
  if packed then
    finish(id, job, packed, results[i])
  end
  reply[i * 2] = packed and 1 or 0
  reply[i * 2 + 1] = is_open and partition.revision or 0
end
if #ended > 0 then
  local drains = false
  for id, queue in pairs(touched) do
    if forget_at(queue) > 0 then
      drains = true
      remembered[#remembered + 1] = queue.forget
      remembered[#remembered + 1] = id
    end
    save_queue(id, queue)
  end
  if has_turns_to_write() then
    remember_head()
  end
  end_leases(drains)
  call_in_parts('ZREM', SCHEDULED, late)
  call_in_parts('HDEL', STATE, gone)
end
return with_ends(conclude(reply))
