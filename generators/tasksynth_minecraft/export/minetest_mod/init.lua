-- Builds the scene in scene.json, puts the player at the start, and logs what the player does as
-- "[tasksynth] ..." lines. Minecraft is right-handed, Minetest left-handed: z is mirrored.
local file = assert(io.open(minetest.get_worldpath() .. "/scene.json"))
local scene = assert(minetest.parse_json(file:read("*a")))
file:close()
local sx, sy, sz = scene.shape[1], scene.shape[2], scene.shape[3]

local function say(...) minetest.log("action", "[tasksynth] " .. string.format(...)) end

local function build()
  local manip = minetest.get_voxel_manip()
  local low, high = manip:read_from_map({x = 0, y = 0, z = 0}, {x = sx - 1, y = sy - 1, z = sz - 1})
  local data, area = manip:get_data(), VoxelArea:new{MinEdge = low, MaxEdge = high}
  local ids = {}
  for i, name in ipairs(scene.nodes) do
    if name == "air" then ids[i - 1] = minetest.CONTENT_AIR
    else
      assert(minetest.registered_nodes[name], "unknown node " .. name)
      ids[i - 1] = minetest.get_content_id(name)
    end
  end
  local raw, k = minetest.decode_base64(scene.data), 1
  for x = 0, sx - 1 do for y = 0, sy - 1 do for z = 0, sz - 1 do
    data[area:index(x, y, sz - 1 - z)] = ids[raw:byte(k)]
    k = k + 1
  end end end
  manip:set_data(data)
  manip:calc_lighting()
  manip:write_to_map(true)
end

local function pose(player)
  local s = scene.start
  player:set_pos({x = s.x - 0.5, y = s.y - 0.5, z = sz - 1 - (s.z - 0.5)})
  player:set_look_horizontal(math.rad((180 - s.yaw) % 360))
  player:set_look_vertical(math.rad(s.pitch))
end

minetest.register_on_joinplayer(function(player)
  minetest.set_timeofday(0.5)
  player:set_fov(scene.fov)
  player:hud_set_flags({hotbar = false, healthbar = false, crosshair = true, breathbar = false})
  player:set_physics_override({gravity = 0})
  minetest.emerge_area({x = -16, y = -16, z = -16}, {x = sx + 16, y = sy + 16, z = sz + 16},
    function(_, _, left)
      if left > 0 then return end
      build()
      if scene.item ~= "" then player:get_inventory():set_stack("main", 1, scene.item) end
      pose(player)
      minetest.after(1, function()
        player:set_physics_override({gravity = 1})
        pose(player)
        say("ready")
      end)
    end)
end)

minetest.register_on_dignode(function(pos, node)
  say("break %d %d %d %s", pos.x, pos.y, sz - 1 - pos.z, node.name)
end)
minetest.register_on_placenode(function(pos, node)
  say("place %d %d %d %s", pos.x, pos.y, sz - 1 - pos.z, node.name)
end)

local since = 0
minetest.register_globalstep(function(dt)
  since = since + dt
  if since < 0.25 then return end
  since = 0
  for _, player in ipairs(minetest.get_connected_players()) do
    local p = player:get_pos()
    local yaw = (180 - math.deg(player:get_look_horizontal())) % 360
    say("at %.3f %.3f %.3f %.2f %.2f", p.x + 0.5, p.y + 0.5, sz - 1 - p.z + 0.5,
        yaw > 180 and yaw - 360 or yaw, math.deg(player:get_look_vertical()))
  end
end)
