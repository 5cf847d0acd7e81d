-- Lists waiting jobs of a queue, after it has moved the queue's due jobs to their places: the queued ones by place, then the
-- scheduled ones by the instants at which they are due.
-- KEYS: the partition's eight. ARGV: clock, the queue's code, 'q' or 's' for the set in which the list continues, the rest of the
-- member after the queue's code after which it continues ('' for its beginning), limit.
-- Reply: {} if the queue does not exist; {-1} if more of its jobs are due than one script moves: call again. Otherwise the
-- number of queued jobs before the first one that is listed, 1 if others follow else 0, then for each job: 'q' or 's', the
-- rest of its member, its packed headers ('' for none).
-- First write: ZREM, which Redis takes when memory is full.
--- @include keys
--- @include bounds
--- @include clock
--- @include steady_time
--- @include revision
--- @include readiness
--- @include minutes
--- @include memory
--- @include ids
--- @include state
--- @include damage
--- @include partition
--- @include queues
--- @include recount
--- @include jobs
--- @include promotion

local id, set, after, limit = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local at = clock()
read_fields('', id)
local queue = enter(at) and find_queue(id)
if not queue then
  return {}
end
if not promote_to_look(id, queue) then
  return { -1 }
end

-- The code alone is no job, and is left out: the next page begins after the last member of this one, whatever it is.
local least, _, most = '(' .. id, members_of(id)
local reply = { 0, 0 }

-- A record has a payload too, so those of a whole page would need too much memory at once.
local RECORDS = 16

-- The packed headers of each job whose code begins at `position` in its member. A job without a readable record has none.
local function headers_of(members, position)
  local headers = {}
  for first = 1, #members, RECORDS do
    local jobs, last = {}, math.min(first + RECORDS - 1, #members)
    for i = first, last do
      jobs[#jobs + 1] = id .. members[i]:sub(position)
    end
    local records = redis.pcall('HMGET', JOBS, unpack(jobs))
    for i = 1, #jobs do
      local _, _, _, _, packed = unpack_job(records[i])
      headers[first + i - 1] = packed or ''
    end
  end
  return headers
end

local function add(name, key, position, from, at_most)
  local members = redis.call('ZRANGEBYLEX', key, from, most, 'LIMIT', 0, at_most)
  local headers = headers_of(members, position)
  for i = 1, #members do
    local n = #reply
    reply[n + 1], reply[n + 2], reply[n + 3] = name, members[i]:sub(#id + 1), headers[i]
  end
  return #members
end

local from = least .. after
local listed = 0
if set == 'q' then
  if after ~= '' then
    reply[1] = redis.call('ZLEXCOUNT', PLACES, least, '[' .. id .. after)
  end
  listed = add('q', PLACES, #id + 10, from, limit + 1)
  from = least
end
if listed <= limit and queue.scheduled > 0 then
  listed = listed + add('s', SCHEDULED, #id + 17, from, limit + 1 - listed)
end
if listed > limit then
  reply[2] = 1
  for _ = 1, 3 do
    reply[#reply] = nil
  end
end
return reply
