// Serves an Anvil world with flying-squid (protocol 1.16.5); a mineflayer bot walks to the target
// and digs it. Prints one JSON line per event, as tasksynth_minecraft.export.eventlog.from_jsonl reads.
//   node mineflayer_play.js WORLD TASK.json PORT
const fs = require('fs')
const [, , world, file, port] = process.argv
const task = JSON.parse(fs.readFileSync(file))
const squid = require('flying-squid')
const mineflayer = require('mineflayer')
const { pathfinder, Movements, goals } = require('mineflayer-pathfinder')
const { Vec3 } = require('vec3')

const begun = Date.now()
const now = () => Math.round((Date.now() - begun) / 50) // ticks of 1/20 s
const say = row => console.log(JSON.stringify({ tick: now(), ...row }))
const stop = (code, why) => { if (why) console.error(why); process.exit(code) }
process.on('uncaughtException', e => stop(3, String(e.stack).slice(0, 400)))
setTimeout(() => stop(4, 'timed out'), 90000)

const server = squid.createMCServer({
  version: '1.16.5', host: '127.0.0.1', port: +port, 'online-mode': false, 'max-players': 2,
  logging: false, gameMode: 0, difficulty: 0, worldFolder: world, plugins: {}, modpe: false,
  generation: { name: 'superflat', options: { seed: 7 } }, kickTimeout: 10000, motd: 'tasksynth',
  'view-distance': 5, 'player-list-text': { header: { text: '' }, footer: { text: '' } },
  'everybody-op': true, 'max-entities': 100
})
server.once('ready', () => {
  const s = task.start
  server.getSpawnPoint = async () => new Vec3(s.x, s.y, s.z)
  const bot = mineflayer.createBot(
    { host: '127.0.0.1', port: +port, username: 'agent', version: '1.16.5', auth: 'offline' })
  bot.loadPlugin(pathfinder)
  bot.on('error', e => stop(3, String(e)))
  bot.once('spawn', async () => {
    await bot.waitForChunksToLoad()
    await new Promise(resolve => setTimeout(resolve, 2500))
    const target = new Vec3(...task.target.cell)
    bot.chat('/give agent diamond_pickaxe 1')
    await new Promise(resolve => setTimeout(resolve, 600))
    const tool = bot.inventory.items()[0]
    if (tool) await bot.equip(tool, 'hand')
    const pose = () => {
      const p = bot.entity.position
      say({ at: [p.x, p.y, p.z, 180 - bot.entity.yaw * 180 / Math.PI, -bot.entity.pitch * 180 / Math.PI] })
    }
    setInterval(pose, 250)
    pose()
    const movements = new Movements(bot)
    Object.assign(movements, { canDig: false, scafoldingBlocks: [], allow1by1towers: false })
    bot.pathfinder.setMovements(movements)
    bot.pathfinder.thinkTimeout = 20000
    await bot.pathfinder.goto(new goals.GoalGetToBlock(target.x, target.y, target.z))
    const name = (await server.overworld.getBlock(target)).name // before: as the server knows it
    await bot.dig(bot.blockAt(target), true)
    await new Promise(resolve => setTimeout(resolve, 500))
    const left = (await server.overworld.getBlock(target)).name
    if (left === 'air') say({ event: 'break', cell: task.target.cell, name })
    bot.quit()
    stop(0)
  })
})
