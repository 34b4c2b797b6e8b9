"""The end of each command's `--help`: what one types."""

EXAMPLES = {
    "generate": """
        tasksynth generate sat.ksat --level 0.2 --level 0.5 --count 1000 --out data
        tasksynth generate recipe.toml --out data --workers 8
        tasksynth generate sat.saturn --set n=3 --set k=5 --count 10 --out -
    """,
    "solve": """
        tasksynth solve data --out answers.jsonl
        tasksynth solve data --by majority | tasksynth verify data --answers -
    """,
    "verify": """
        tasksynth verify data --answers answers.jsonl --out verdicts.jsonl
        tasksynth verify data --answers a.jsonl --map answer=reply --fail-under 0.9
        tasksynth verify --task 'sat.saturn@1?level=0#7:3' --answer 10100
    """,
    "relabel": """
        tasksynth relabel data --answers judged.jsonl --out right.jsonl
        tasksynth relabel --answers rows.jsonl --label judge.score --fail-above 0.01
    """,
    "augment": """
        tasksynth augment data --answers run/answers.jsonl --out more.jsonl
    """,
    "evaluate": """
        tasksynth evaluate data --model M --base-url http://localhost:8000/v1 --out r
        tasksynth evaluate data --model my_module:solve --samples 4 --out run
        tasksynth evaluate data --answers answers.jsonl --out run
    """,
    "report": """
        tasksynth report run --out report.html
        tasksynth report before=run1 after=run2 --compare after before
    """,
    "calibrate": """
        tasksynth calibrate sat.saturn puzzle.sudoku --out levels.html
        tasksynth calibrate 'sat.*' --results m=run --recipe fit.toml
        tasksynth calibrate sat.ksat --model M --base-url http://host:8000/v1 --work w
    """,
    "axes": """
        tasksynth axes data --axis language --results m=run --fail-above 0.1
        tasksynth axes data --by '*'
    """,
    "check": "tasksynth check data",
    "head": "tasksynth head data -n 3",
    "stats": "tasksynth stats data",
    "convert": """
        tasksynth convert data --out packed --format jsonl.zst
        tasksynth convert data --split train --out train.parquet
        tasksynth convert train.parquet --out data
    """,
    "sample": """
        tasksynth sample data -n 100 --out small
        tasksynth sample data -n 20 --each --family 'sat.*' --out few.jsonl
    """,
    "merge": "tasksynth merge data more --out all",
    "diff": """
        tasksynth diff data other
        tasksynth diff data other --json
    """,
    "screen": """
        tasksynth screen data
        tasksynth screen data --exclude-like eval.jsonl --out clean
    """,
    "capacity": """
        tasksynth capacity data
        tasksynth capacity 'puzzle.*' --level 0 --level 0.5 --draws 2000
    """,
    "serve": """
        tasksynth serve recipe.toml --http 127.0.0.1:8321 --store run.db
        tasksynth serve recipe.toml --stdio
        tasksynth serve http://127.0.0.1:8321 --http 127.0.0.1:8322
    """,
    "export": """
        tasksynth export
        tasksynth export data --for trl --out for_trl
    """,
    "push": """
        tasksynth push for_the_hub me/my-tasks
        tasksynth push for_the_hub me/my-tasks --private
    """,
    "families": """
        tasksynth families 'sat.*'
        tasksynth families --json
    """,
    "audit": """
        tasksynth audit sat.saturn --level 0 --level 1
        tasksynth audit 'rg.*' --workers 8 --out audit.html --fail-on never
    """,
    "show": """
        tasksynth show sat.ksat --level 0.3 --seed 7 --index 42 --reveal
        tasksynth show 'sat.saturn@1?level=0#7:3'
        tasksynth show data 111f8f073cf4
        tasksynth show minecraft.mine --out card.png
    """,
    "play": """
        tasksynth play sat.ksat --level 0.2 --out transcript.jsonl
    """,
    "gallery": "tasksynth gallery 'sat.*' --level 0.2 --out gallery.html",
    "import": """
        tasksynth import dimacs a.cnf b.cnf --out data
        tasksynth import saturn rows.jsonl --out data
    """,
    "schema": """
        tasksynth schema task
        tasksynth schema --out schemas/json
    """,
    "new-family": """
        tasksynth new-family chess.mate
        tasksynth new-family chess.mate --turns --out my-chess
    """,
    "strategies": "tasksynth curriculum strategies",
    "replay": "tasksynth curriculum replay run.db",
    "inspect": "tasksynth curriculum inspect run.db",
    "fork": "tasksynth curriculum fork run.db other.db --recipe other.toml",
    "doctor": """
        tasksynth doctor
        tasksynth doctor --json
    """,
    "record": """
        tasksynth golden record 'chess.*'
        tasksynth golden record sat.ksat --out goldens
    """,
    "check goldens": """
        tasksynth golden check
        tasksynth golden check goldens/chess.mate.jsonl
    """,
}


def epilog(command: str) -> str:
    """The examples of a command, under their heading."""
    lines = EXAMPLES[command].strip().splitlines()
    return "\n".join(["Examples:", *(line.strip() for line in lines)])
