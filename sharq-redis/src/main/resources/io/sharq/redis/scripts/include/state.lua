-- The fields of the state hash: each is read at most once, and what changed is written by one command at the end.
local fields = {}
local changed_fields = {}

local function read_fields(...)
  local values = redis.call('HMGET', STATE, ...)
  for i = 1, select('#', ...) do
    fields[select(i, ...)] = values[i]
  end
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

local function drop(...)
  redis.call('HDEL', STATE, ...)
  for i = 1, select('#', ...) do
    local field = select(i, ...)
    fields[field] = false
    changed_fields[field] = nil
  end
end

local function write_fields()
  local arguments = {}
  for field in pairs(changed_fields) do
    arguments[#arguments + 1] = field
    arguments[#arguments + 1] = fields[field]
    if #arguments == 1000 then
      redis.call('HSET', STATE, unpack(arguments))
      arguments = {}
    end
  end
  if #arguments > 0 then
    redis.call('HSET', STATE, unpack(arguments))
  end
end
