-- The greatest values in a record. A record that exceeds them was overwritten, and counts as unreadable.
local GREATEST = 9007199254740992
local GREATEST_COUNT = 2147483647
local GREATEST_LIMIT = 1000000000

-- Whether packed minutes can have this length.
local function has_length_of_minutes(length)
  return length == 0 or length >= 12 and length <= 84 and length % 8 == 4
end
