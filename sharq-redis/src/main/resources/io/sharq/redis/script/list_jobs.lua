-- Lists waiting jobs of a queue, after it has moved the queue's due jobs to their places: the queued ones by place, then the
-- scheduled ones by the instants at which they are due.
-- KEYS: the partition's eight. ARGV: clock, the queue's code, 'q' or 's' for the set in which the list continues, the rest of the
-- member after the queue's code after which it continues ('' for its beginning), limit.
-- Reply: {} if the queue does not exist; {-1} if more of its jobs are due than one script moves: call again. Otherwise the
-- number of queued jobs before the first one that is listed, 1 if others follow else 0, then for each job: 'q' or 's', the
-- rest of its member, its packed headers ('' for none); if it has a deadline, 'qd' or 'sd', and the deadline after the headers.
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

local id, set, after, limit = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
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

-- The code alone is no job, and is left out: the next page begins after the last member of this one, whatever it is.
local least, _, most = '(' .. id, members_of(id)
local reply, listed = { 0, 0 }, 0

-- A record has a payload too, so those of a whole page would need too much memory at once.
local RECORDS = 16

-- Adds jobs to the reply. The job's code begins at `position` in its member. A job without a readable record has no headers and
-- no deadline.
local function tell(name, members, position)
  for first = 1, #members, RECORDS do
    local jobs, last = {}, math.min(first + RECORDS - 1, #members)
    for i = first, last do
      jobs[#jobs + 1] = id .. members[i]:sub(position)
    end
    local records = redis.pcall('HMGET', JOBS, unpack(jobs))
    for i = 1, #jobs do
      local _, _, _, _, headers, deadline = unpack_job(records[i])
      local n, has_deadline = #reply, deadline and deadline ~= NEVER
      reply[n + 1] = has_deadline and name .. 'd' or name
      reply[n + 2], reply[n + 3] = members[first + i - 1]:sub(#id + 1), headers or ''
      reply[n + 4] = has_deadline and deadline or nil
    end
  end
end

-- Lists the jobs of a set in whose members the job's code begins at `position`. One more than the limit shows that others follow.
local function add(name, key, position, from)
  local members = redis.call('ZRANGEBYLEX', key, from, most, 'LIMIT', 0, limit + 1 - listed)
  if listed + #members > limit then
    reply[2] = 1
    members[#members] = nil
  end
  tell(name, members, position)
  listed = listed + #members
end

local from = least .. after
if set == 'q' then
  if after ~= '' then
    reply[1] = redis.call('ZLEXCOUNT', PLACES, least, '[' .. id .. after)
  end
  add('q', PLACES, #id + 10, from)
  from = least
end
if reply[2] == 0 and queue.scheduled > 0 then
  add('s', SCHEDULED, #id + 17, from)
end
return reply
