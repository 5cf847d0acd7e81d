-- Identifiers arrive as codes that contain their own length: the length and the characters, or \240 and the 16 bytes of a
-- UUID. No length is greater than 200. So a queue's members are exactly those that begin with its code.
local function code_end(text, from)
  local length = text:byte(from) or 0
  return from + (length == 240 and 16 or length)
end

-- The position after a queue's code and a job's code in a list of such pairs.
local function after_job(list, from)
  return code_end(list, code_end(list, from) + 1) + 1
end

-- The queue's code and the rest of a member that begins with one.
local function split(member)
  local last = code_end(member, 1)
  return member:sub(1, last), member:sub(last + 1)
end

-- The bounds of a queue's members in a lexicographic set. After the code comes an order or an instant, and neither begins
-- with three bytes of 255.
local function members_of(id)
  return '[' .. id, '(' .. id .. '\255\255\255'
end
