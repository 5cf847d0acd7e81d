-- Claims the types that are due for a visit of upkeep. A claim expires after a span; then another client may take the type.
-- Calls also sweep the list, part by part, for types that the index has lost. After the clock was set back, a sweep makes
-- every type due, so that each partition observes the step.
-- KEYS: the list, the index of visits, the visits in progress, the index's clock. ARGV: clock, the greatest number of types,
-- the instant up to which visits are due ('' for now), the span of a claim and the longest span between two visits, both in
-- microseconds.
-- Reply: the instant up to which visits were due, 1 if there may be more else 0, the span until the first claim of another
-- client expires (-1 if there is none), then the types.
-- First write: ZREM, which Redis takes when memory is full.
--- @include clock
--- @include steady_time
--- @include index

local LIST, DUE, VISITS, CLOCK = unpack(KEYS)
local LOOKED_AT, SWEPT = 100, 1000
-- Steps back that add up to no more than this start no sweep: an idle partition that misses them is late by no more.
local STEP_MICROS = 100000
local SLACK_MICROS = 60000000
local PART = 1000
local limit, span, longest = tonumber(ARGV[2]), tonumber(ARGV[4]), tonumber(ARGV[5])

local function scores_of(key, types)
  local scores = {}
  for from = 1, #types, PART do
    local part = redis.call('ZMSCORE', key, unpack(types, from, math.min(from + PART - 1, #types)))
    for i = 1, #part do
      scores[from + i - 1] = part[i]
    end
  end
  return scores
end

local function in_parts(command, key, list)
  for from = 1, #list, PART do
    redis.call(command, key, unpack(list, from, math.min(from + PART - 1, #list)))
  end
end

local function up_to(key, bound, count)
  if count <= 0 then
    return {}
  end
  return redis.call('ZRANGEBYSCORE', key, '-inf', text_of(bound), 'LIMIT', 0, count)
end

local at = clock()
if redis.call('HLEN', LIST) == 0 then
  redis.call('DEL', DUE, VISITS, CLOCK)
  return { 0, 0, -1 }
end
local kept = redis.call('HMGET', CLOCK, 'wall', 'offset', 'swept', 'cursor', 'sweep')
local now, offset = index_time(at, kept[1], kept[2])
local swept, cursor, sweep = tonumber(kept[3] or '0'), kept[4] or '0', kept[5] or ''
if offset - swept > STEP_MICROS then
  swept, cursor, sweep = offset, '0', 'all'
end
local is_first = ARGV[3] == ''
local bound = is_first and now or tonumber(ARGV[3])

-- Types to visit now that the index does not list as due.
local found = {}
local function look()
  local page = redis.call('HSCAN', LIST, cursor, 'COUNT', sweep == '' and LOOKED_AT or SWEPT)
  local types, known, has_lost = {}, {}, false
  for i = 1, #page[2], 2 do
    local name = page[2][i]:match('^[^:>]+')
    if name and not known[name] then
      known[name] = true
      types[#types + 1] = name
    end
  end
  local due, taken = scores_of(DUE, types), scores_of(VISITS, types)
  for i = 1, #types do
    local is_lost = not due[i] and not taken[i]
    has_lost = has_lost or is_lost
    if is_lost or sweep == 'all' and due[i] and tonumber(due[i]) > bound then
      found[#found + 1] = types[i]
    end
  end
  cursor = page[1]
  if cursor == '0' then
    sweep = ''
  elseif has_lost and sweep == '' then
    sweep = 'lost'
  end
end

if is_first or sweep ~= '' then
  look()
end
-- No visit is scheduled this late, so types with such a score are visited now.
local too_late = redis.call(
  'ZRANGEBYSCORE', DUE, '(' .. text_of(now + longest + SLACK_MICROS), '+inf', 'LIMIT', 0, limit)
for i = 1, #too_late do
  found[#found + 1] = too_late[i]
end
local taken = up_to(VISITS, bound, limit)
local other = redis.call('ZRANGEBYSCORE', VISITS, '(' .. text_of(bound), '+inf', 'WITHSCORES', 'LIMIT', 0, 1)
redis.call('ZREM', DUE, '')
local additions = {}
for i = 1, #found do
  additions[i * 2 - 1] = text_of(bound)
  additions[i * 2] = found[i]
end
in_parts('ZADD', DUE, additions)
local due = up_to(DUE, bound, limit - #taken)
in_parts('ZREM', DUE, due)
local is_taken = {}
for i = 1, #taken do
  is_taken[taken[i]] = true
end
for i = 1, #due do
  if not is_taken[due[i]] then
    taken[#taken + 1] = due[i]
  end
end
local visits = {}
for i = 1, #taken do
  visits[i * 2 - 1] = text_of(now + span)
  visits[i * 2] = taken[i]
end
in_parts('ZADD', VISITS, visits)
redis.call(
  'HSET', CLOCK, 'wall', text_of(at), 'offset', text_of(offset), 'swept', text_of(swept), 'cursor', cursor, 'sweep', sweep)
local more = (sweep ~= '' or #taken >= limit or #too_late >= limit) and 1 or 0
local retry = other[2] and math.max(0, tonumber(other[2]) - now) or -1
return { bound, more, retry, unpack(taken) }
