using SecretMagic.Domain;
using SecretMagic.Runtime;

namespace SecretMagic.Cluster;

/// <summary>A kind of question: how it and its answer travel, and how a gateway is asked it.</summary>
/// <param name="name">Its manifest.</param>
internal abstract class Question(string name)
{
    internal string Name => name;

    internal abstract Type Asked { get; }

    internal abstract Type Answered { get; }

    internal abstract Task<object> Ask(IGateway gateway, object query);

    internal abstract QuestionBody Write(object query);

    internal abstract object Read(QuestionBody body);

    internal abstract AnswerBody WriteAnswer(object answer);

    internal abstract object ReadAnswer(AnswerBody body);
}

/// <inheritdoc cref="Question"/>
internal sealed class Question<TQuery, TAnswer>(
    string name, Func<TQuery, QuestionBody> write, Func<QuestionBody, TQuery> read, Func<TAnswer, AnswerBody> writeAnswer,
    Func<AnswerBody, TAnswer> readAnswer) : Question(name)
    where TQuery : Query<TAnswer>
    where TAnswer : class
{
    internal override Type Asked => typeof(TQuery);

    internal override Type Answered => typeof(TAnswer);

    internal override async Task<object> Ask(IGateway gateway, object query) => await gateway.Ask((TQuery)query, CancellationToken.None);

    internal override QuestionBody Write(object query)
    {
        var asked = (TQuery)query;
        return write(asked) with { MayBeOld = asked.MayBeOld.Ticks };
    }

    internal override object Read(QuestionBody body) => read(body) with { MayBeOld = TimeSpan.FromTicks(body.MayBeOld) };

    internal override AnswerBody WriteAnswer(object answer) => writeAnswer((TAnswer)answer);

    internal override object ReadAnswer(AnswerBody body) => readAnswer(body);
}
