-- Changes the defaults of the type for the queues of a pattern (rule 24), and takes the first step of the sweep.
-- KEYS: the partition's eight. ARGV: clock, channel, type, the pattern's prefix, the interval, ordered (0 or 1) and concurrency,
-- each '' to leave it as it is, a mask of the defaults to remove (1 interval, 2 ordered, 4 concurrency), 1 if the pattern must
-- have defaults.
-- Reply: the wall clock, 1 if the pattern has or had defaults, 2 if it would be one pattern too many, else 0; the revision; 1 if
-- steps of the sweep are left, else 0.
-- If the pattern need not have defaults and the partition is not open or not listed: {0, nonce or nil}, and nothing is changed.
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
--- @include sweep

local prefix, interval, ordered, cap = ARGV[4], tonumber(ARGV[5]), ARGV[6], tonumber(ARGV[7])
local removed, must_exist = tonumber(ARGV[8]), ARGV[9] == '1'

-- The pattern's entry of the list, and its position; a new entry and nil if it has none.
local function entry_of(list)
  for i, entry in ipairs(list) do
    if entry.prefix == prefix then
      return entry, i
    end
  end
  return { prefix = prefix }, nil
end

local function apply(entry)
  if removed % 2 == 1 then
    entry.interval = nil
  end
  if removed % 4 >= 2 then
    entry.ordered = nil
  end
  if removed >= 4 then
    entry.cap = nil
  end
  entry.interval = interval or entry.interval
  entry.cap = cap or entry.cap
  if ordered ~= '' then
    entry.ordered = ordered == '1'
  end
  return entry.interval or entry.cap or entry.ordered ~= nil
end

local at = clock()
read_fields('', defaults.FIELD)
local is_open = enter(at) and partition.listed
if not is_open and not must_exist then
  return { 0, partition and partition.nonce or false }
end
if not is_open then
  return with_ends(conclude({ at, 0, partition and partition.revision or 0, 0 }))
end
deadlines.expire()
local list = partition.defaults and defaults.list() or {}
local entry, position = entry_of(list)
local has_some = apply(entry)
if not position and not has_some then
  return with_ends(conclude({ at, 0, partition.revision, 0 }))
elseif not position and #list >= defaults.MOST then
  return with_ends(conclude({ at, 2, partition.revision, 0 }))
end
if not has_some then
  table.remove(list, position)
elseif not position then
  list[#list + 1] = entry
end
remember_head()
check_sets(MEMORY)
begin_writing()
partition.defaults, partition.cursor, partition.is_sweeping = change(), 0, true
put(defaults.FIELD, defaults.pack(list))
defaults.forget_patterns()
sweep()
return with_ends(conclude({ at, 1, partition.revision, partition.is_sweeping and 1 or 0 }))
