-- A cache of the fields of the state hash. Each field is read at most once, and the changed ones are written together at the
-- end.
local fields = {}
local changed_fields = {}

-- A whole number, such as an instant, as a decimal string. Redis's own conversion of a Lua number costs as much as a whole
-- command. The last string is reused, because most numbers of a batch are equal.
local decimal
do
  local last_number, last_text
  function decimal(number)
    if number ~= last_number then
      last_number, last_text = number, string.format('%.0f', number)
    end
    return last_text
  end
end

-- Loops over a batch use a counter: `ipairs` calls a function for each step.

-- The most arguments of one command.
local PART = 1000

local function call_in_parts(command, key, arguments)
  if #arguments == 0 then
    return
  end
  if #arguments <= PART then
    return redis.call(command, key, unpack(arguments))
  end
  for from = 1, #arguments, PART do
    redis.call(command, key, unpack(arguments, from, math.min(from + PART - 1, #arguments)))
  end
end

-- The values of fields, false for missing ones.
local function read_values(key, list)
  if #list <= PART then
    return redis.call('HMGET', key, unpack(list))
  end
  local values = {}
  for from = 1, #list, PART do
    local part = redis.call('HMGET', key, unpack(list, from, math.min(from + PART - 1, #list)))
    for i = 1, #part do
      values[from + i - 1] = part[i]
    end
  end
  return values
end

-- Reads the fields of a list that have not been read yet.
local function read_all(list)
  local unread, n = {}, 0
  for i = 1, #list do
    local field = list[i]
    if fields[field] == nil then
      fields[field] = false
      n = n + 1
      unread[n] = field
    end
  end
  if n > 0 then
    local values = read_values(STATE, unread)
    for i = 1, n do
      fields[unread[i]] = values[i]
    end
  end
end

local function read_fields(...)
  read_all({ ... })
end

-- Reads the records of the partition, and of the queue and job of each item in ARGV. An item takes `width` arguments, from
-- `first` on; the first two are the queue's code and the job's. Returns the jobs.
local function read_items(first, width, count)
  local wanted, jobs = { '' }, {}
  for i = 1, count do
    local id, code = ARGV[first], ARGV[first + 1]
    local job = id .. code
    wanted[i * 2] = id
    wanted[i * 2 + 1] = job
    jobs[i] = job
    first = first + width
  end
  read_all(wanted)
  return jobs
end

local function get(field)
  local value = fields[field]
  if value == nil then
    value = redis.call('HGET', STATE, field)
    fields[field] = value
  end
  return value
end

local function put(field, value)
  fields[field] = value
  changed_fields[field] = true
end

local function drop_all(list)
  call_in_parts('HDEL', STATE, list)
  for _, field in ipairs(list) do
    fields[field] = false
    changed_fields[field] = nil
  end
end

local function drop(...)
  drop_all({ ... })
end

local function write_fields()
  local arguments, n = {}, 0
  for field in pairs(changed_fields) do
    arguments[n + 1] = field
    arguments[n + 2] = fields[field]
    n = n + 2
  end
  call_in_parts('HSET', STATE, arguments)
end
