// Reads a structure, a schematic and an Anvil world with PrismarineJS's readers, and compares.
//   node read_worlds.js FOLDER      (written by read_worlds.py)
const fs = require('fs')
const folder = process.argv[2]
const { Vec3 } = require('vec3')
const scene = JSON.parse(fs.readFileSync(folder + '/scene.json'))
const [sx, sy, sz] = scene.shape
const data = Buffer.from(scene.data, 'base64')
const want = (x, y, z) => scene.names[data[(x * sy + y) * sz + z]]
const every = f => { for (let x = 0; x < sx; x++) for (let y = 0; y < sy; y++) for (let z = 0; z < sz; z++) f(x, y, z) }
const report = (what, ok, of) => { console.log(`${what}: ${ok} of ${of} blocks equal`); if (ok !== of) process.exitCode = 1 }
;(async () => {
  const all = sx * sy * sz
  const world = new (require('prismarine-provider-anvil').Anvil('1.16.5'))(folder + '/world/region')
  let ok = 0
  for (let cx = 0; cx < sx / 16; cx++) {
    for (let cz = 0; cz < sz / 16; cz++) {
      const chunk = await world.load(cx, cz)
      for (let x = 0; x < 16; x++) for (let y = 0; y < sy; y++) for (let z = 0; z < 16; z++) {
        ok += chunk.getBlock(new Vec3(x, y, z)).name === want(cx * 16 + x, y, cz * 16 + z)
      }
    }
  }
  report('prismarine-provider-anvil', ok, all)
  const { Schematic } = require('prismarine-schematic')
  const schematic = await Schematic.read(fs.readFileSync(folder + '/scene.schem'), '1.16.4')
  ok = 0
  every((x, y, z) => { ok += schematic.getBlock(new Vec3(x, y, z).plus(schematic.start())).name === want(x, y, z) })
  report('prismarine-schematic', ok, all)
  const nbt = require('prismarine-nbt')
  const { parsed } = await nbt.parse(fs.readFileSync(folder + '/scene.nbt'))
  const structure = nbt.simplify(parsed)
  const names = structure.palette.map(entry => entry.Name.replace('minecraft:', ''))
  ok = structure.blocks.filter(b => want(...b.pos) === names[b.state]).length
  report('prismarine-nbt (structure)', ok, structure.blocks.length)
})()
