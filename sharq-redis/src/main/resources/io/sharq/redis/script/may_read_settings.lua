-- Whether the user may read settings of Redis: found out without a refusal, which would stand in the ACL log.
-- KEYS: a key that nothing else uses.
-- Reply: 1 if the user may, or if this Redis, older than 7.0, cannot tell; 0 otherwise. Writes nothing.
if not redis.acl_check_cmd then
  return 1
end
local is_known, is_allowed = pcall(redis.acl_check_cmd, 'CONFIG', 'GET', 'appendfsync')
return is_known and is_allowed and 1 or 0
