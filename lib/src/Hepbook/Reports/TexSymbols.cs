namespace Hepbook.Reports;

/// <summary>The TeX commands that stand for one symbol, a function name or an alphabet.</summary>
internal static class TexSymbols
{
    /// <summary>Letters and letter-like symbols.</summary>
    public static readonly IReadOnlyDictionary<string, string> Letters = Parse(
        "alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π " +
        "rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π " +
        "Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω ell ℓ hbar ℏ infty ∞ nabla ∇ partial ∂ Re ℜ Im ℑ emptyset ∅ ldots … dots … cdots ⋯ vdots ⋮ ddots ⋱ top ⊤ degree ° dagger † star ⋆");

    /// <summary>Operators, relations, arrows and brackets.</summary>
    public static readonly IReadOnlyDictionary<string, string> Operators = Parse(
        "pm ± mp ∓ times × div ÷ cdot ⋅ ast ∗ circ ∘ bullet ∙ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ ll ≪ gg ≫ lt < gt > approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ " +
        "propto ∝ in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ cup ∪ cap ∩ setminus ∖ forall ∀ exists ∃ neg ¬ land ∧ lor ∨ wedge ∧ vee ∨ oplus ⊕ otimes ⊗ odot ⊙ " +
        "perp ⊥ parallel ∥ mid ∣ vert | lvert | rvert | Vert ‖ lVert ‖ rVert ‖ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lbrace { rbrace } " +
        "to → rightarrow → leftarrow ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ implies ⟹ iff ⟺ mapsto ↦ longrightarrow ⟶ uparrow ↑ downarrow ↓ " +
        "lesssim ≲ gtrsim ≳ prime ′ colon : backslash \\ therefore ∴");

    /// <summary>Large operators, whose limits stand above and below in displayed formulas.</summary>
    public static readonly IReadOnlyDictionary<string, string> Large = Parse("sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂");

    /// <summary>Integrals, whose limits stand beside them.</summary>
    public static readonly IReadOnlyDictionary<string, string> Integrals = Parse("int ∫ iint ∬ iiint ∭ oint ∮");

    /// <summary>Accents.</summary>
    public static readonly IReadOnlyDictionary<string, string> Accents = Parse(
        "hat ^ widehat ^ bar ¯ overline ‾ vec → tilde ~ widetilde ~ dot ˙ ddot ¨ check ˇ breve ˘ overrightarrow →");

    /// <summary>Widths of spaces.</summary>
    public static readonly IReadOnlyDictionary<string, string> Spaces = Parse(", 0.17em : 0.22em > 0.22em ; 0.28em ! -0.17em quad 1em qquad 2em enspace 0.5em thinspace 0.17em");

    /// <summary>Functions set upright.</summary>
    public static readonly IReadOnlySet<string> Functions = new HashSet<string>(
        "log ln exp sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh coth det dim ker deg arg gcd Pr hom lg".Split(' '));

    /// <summary>Functions whose limits stand below them in displayed formulas.</summary>
    public static readonly IReadOnlySet<string> LimitFunctions = new HashSet<string>("lim max min sup inf limsup liminf argmax argmin".Split(' '));

    /// <summary>The letters of a command like <c>\mathcal</c> as the characters that Unicode has for them.</summary>
    /// <param name="command">The command without its backslash.</param>
    /// <param name="text">Letters and digits.</param>
    public static string Alphabet(string command, string text) => string.Concat(text.Select(c => Styled(command, c)));

    private static string Styled(string command, char c) => (command, c) switch
    {
        ("mathcal" or "mathscr", _) when ScriptExceptions.IndexOf(c, StringComparison.Ordinal) is >= 0 and var i => ScriptForms[i].ToString(),
        ("mathcal" or "mathscr", >= 'A' and <= 'Z') => char.ConvertFromUtf32(0x1D49C + c - 'A'),
        ("mathbb", _) when DoubleExceptions.IndexOf(c, StringComparison.Ordinal) is >= 0 and var i => DoubleForms[i].ToString(),
        ("mathbb", >= 'A' and <= 'Z') => char.ConvertFromUtf32(0x1D538 + c - 'A'),
        ("mathbb", '1') => char.ConvertFromUtf32(0x1D7D9),
        ("mathbf", >= 'A' and <= 'Z') => char.ConvertFromUtf32(0x1D400 + c - 'A'),
        ("mathbf", >= 'a' and <= 'z') => char.ConvertFromUtf32(0x1D41A + c - 'a'),
        ("mathbf" or "boldsymbol" or "bm", >= '0' and <= '9') => char.ConvertFromUtf32(0x1D7CE + c - '0'),
        ("boldsymbol" or "bm", >= 'A' and <= 'Z') => char.ConvertFromUtf32(0x1D468 + c - 'A'),
        ("boldsymbol" or "bm", >= 'a' and <= 'z') => char.ConvertFromUtf32(0x1D482 + c - 'a'),
        ("boldsymbol" or "bm" or "mathbf", >= 'α' and <= 'ω') => char.ConvertFromUtf32(0x1D736 + c - 'α'),
        ("boldsymbol" or "bm" or "mathbf", >= 'Α' and <= 'Ω') => char.ConvertFromUtf32(0x1D71C + c - 'Α'),
        _ => c.ToString(),
    };

    private const string ScriptExceptions = "BEFHILMR";
    private const string ScriptForms = "ℬℰℱℋℐℒℳℛ";
    private const string DoubleExceptions = "CHNPQRZ";
    private const string DoubleForms = "ℂℍℕℙℚℝℤ";

    private static Dictionary<string, string> Parse(string pairs)
    {
        var words = pairs.Split(' ');
        return Enumerable.Range(0, words.Length / 2).ToDictionary(i => words[2 * i], i => words[(2 * i) + 1]);
    }
}
