"""The figures as Markdown."""


def beside_peers(values):
    cases = [value for value in values.values() if value.get("row") not in (None, "scale")]
    if not cases:
        return ""
    lines = [
        "| work | n | library | processor seconds | times asknext | memory beyond the inputs |",
        "| --- | ---: | --- | ---: | ---: | ---: |",
    ]
    for row, n in dict.fromkeys((case["row"], case["n"]) for case in cases):
        group = [case for case in cases if (case["row"], case["n"]) == (row, n)]
        own = next((case for case in group if case["library"] == "asknext" and "cpu" in case), None)
        lines += [line(case, own) for case in group]
    return "\n".join([*lines, loop_line(values.get("loop"))]).rstrip()


def line(case, own):
    start = f"| {case['row']} | {case['n']:,} | {case['library']} "
    if "failed" in case:
        return f"{start}| {case['failed'].replace('|', '/')} | | |"
    ratio = f"{case['cpu'] / own['cpu']:.1f}" if own else ""
    return f"{start}| {case['cpu']:.4f} | {ratio} | {case['memory'] / 1e6:,.0f} MB |"


def loop_line(loop):
    if not loop:
        return ""
    bare, ours = loop["scikit-learn by hand"], loop["asknext"]
    return (
        f"\nWhole loop (digits, 20 rounds of 20, 5 seeds): scikit-learn by hand {bare['cpu']:.2f} s, asknext "
        f"{ours['cpu']:.2f} s, {loop['overhead']:+.1%}."
    )


def scale_table(values):
    cases = [value for value in values.values() if value.get("row") == "scale"]
    if not cases:
        return ""
    lines = ["| strategy | n | b | seconds | memory beyond the inputs |", "| --- | ---: | ---: | ---: | ---: |"]
    for case in sorted(cases, key=lambda case: (case["n"], case["library"])):
        start = f"| {case['library']} | {case['n']:,} | {case['b']} "
        if "failed" in case:
            lines.append(f"{start}| {case['failed'].replace('|', '/')} | |")
        else:
            lines.append(f"{start}| {case['seconds']:.1f} | {case['memory'] / 1e6:,.0f} MB |")
    return "\n".join(lines)
